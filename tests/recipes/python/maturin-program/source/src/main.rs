//! Says which processor it is for.

fn main() {
    println!("{} {}", std::env::consts::ARCH, std::mem::size_of::<usize>());
}
