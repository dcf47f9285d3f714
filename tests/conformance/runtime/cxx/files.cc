/* std::filesystem in a folder of its own.

   flags: -std=c++17 */
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

int main()
{
	const fs::path root = fs::current_path() / "files";
	fs::remove_all(root);
	std::cout << fs::create_directories(root / "a/b/c") << fs::create_directory(root / "a") << '\n';
	std::ofstream(root / "a/one.txt") << "one";
	std::ofstream(root / "a/b/two.tar.gz") << std::string(5000, 'x');
	fs::create_symlink("one.txt", root / "a/link");
	fs::create_directory_symlink("a", root / "folder");
	fs::create_hard_link(root / "a/one.txt", root / "hard");
	std::vector<std::string> found;
	for (const auto &entry : fs::recursive_directory_iterator(root))
		found.push_back(entry.path().lexically_relative(root).generic_string() + (entry.is_directory() ? "/" : "") + (entry.is_symlink() ? "@" : ""));
	std::sort(found.begin(), found.end());
	for (const auto &name : found)
		std::cout << name << ' ';
	std::cout << '\n' << fs::file_size(root / "a/b/two.tar.gz") << ' ' << fs::hard_link_count(root / "hard") << ' ' << fs::equivalent(root / "hard", root / "folder/link") << '\n';
	std::cout << fs::canonical(root / "folder/../folder/link").lexically_relative(root) << ' ' << fs::weakly_canonical(root / "folder/none/x").lexically_relative(root) << ' ' << fs::read_symlink(root / "a/link") << '\n';
	fs::copy(root / "a", root / "copy", fs::copy_options::recursive | fs::copy_options::copy_symlinks);
	std::cout << fs::is_symlink(root / "copy/link") << fs::copy_file(root / "hard", root / "copy/one.txt", fs::copy_options::skip_existing) << fs::exists(root / "copy/b/c") << '\n';
	fs::permissions(root / "hard", fs::perms::owner_read | fs::perms::group_read);
	std::cout << std::oct << static_cast<int>(fs::status(root / "hard").permissions()) << std::dec << '\n';
	fs::permissions(root / "hard", fs::perms::owner_write, fs::perm_options::add);
	fs::resize_file(root / "hard", 10);
	fs::rename(root / "hard", root / "soft");
	fs::last_write_time(root / "soft", fs::file_time_type::clock::now());
	std::cout << fs::file_size(root / "soft") << ' ' << (fs::space(root).capacity > 0) << ' ' << fs::is_empty(root / "a/b/c") << '\n';
	std::error_code code;
	fs::remove(root / "a", code);
	std::cout << (code == std::errc::directory_not_empty) << ' ' << fs::remove(root / "none") << ' ' << fs::remove_all(root / "copy") << '\n';
	try {
		fs::directory_iterator none(root / "none");
	} catch (const fs::filesystem_error &error) {
		std::cout << error.path1().filename() << ' ' << (error.code() == std::errc::no_such_file_or_directory) << '\n';
	}
	for (const char *text : {"/a/b.c", "a/../b", "/", "a//b/", ".hidden", "x.tar.gz", "", "//net/x", "a/.", ".."}) {
		const fs::path path = text;
		std::cout << path << path.filename() << path.stem() << path.extension() << path.parent_path() << path.root_path() << path.lexically_normal()
			  << path.is_absolute() << std::distance(path.begin(), path.end()) << '\n';
	}
	std::cout << fs::path("a") / "/b" << fs::path("a") / "b" << fs::path("/a/b").lexically_relative("/a/c/d") << fs::path("x.c").replace_extension("o") << (fs::path("a/b") < fs::path("a/c")) << '\n';
	fs::remove_all(root);
}
