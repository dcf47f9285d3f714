/* operator new in its forms, replaced and not, memory resources, and shared ownership.

   flags: -std=c++17 */
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <memory_resource>
#include <new>
#include <string>
#include <vector>

static int allocated, freed, aligned;
void *operator new(std::size_t size)
{
	allocated++;
	if (void *block = std::malloc(size ? size : 1))
		return block;
	throw std::bad_alloc();
}
void operator delete(void *block) noexcept { freed++, std::free(block); }
void operator delete(void *block, std::size_t) noexcept { freed++, std::free(block); }
void *operator new(std::size_t size, std::align_val_t alignment)
{
	aligned++;
	return std::aligned_alloc(std::size_t(alignment), (size + std::size_t(alignment) - 1) / std::size_t(alignment) * std::size_t(alignment));
}
void operator delete(void *block, std::align_val_t) noexcept { std::free(block); }
void operator delete(void *block, std::size_t, std::align_val_t) noexcept { std::free(block); }

struct alignas(128) Wide { char byte; };
struct Node : std::enable_shared_from_this<Node> {
	std::weak_ptr<Node> parent;
	std::shared_ptr<Node> child;
	~Node() { std::printf("node "); }
};

int main()
{
	{
		auto text = std::make_unique<std::string>(100, 'x');
		std::vector<int> numbers(1000);
		auto wide = std::make_unique<Wide[]>(3);
		/* Seen from outside, or it may be left out together with its end. */
		static Wide *volatile seen;
		seen = wide.get();
		std::printf("%d %d %d\n", allocated, aligned, int(reinterpret_cast<std::uintptr_t>(wide.get()) % 128));
	}
	std::printf("%d\n", allocated == freed);
	{
		auto parent = std::make_shared<Node>();
		parent->child = std::make_shared<Node>();
		parent->child->parent = parent;
		std::printf("%ld %ld %d\n", parent.use_count(), parent->child.use_count(), parent->child->parent.lock() == parent->shared_from_this());
	}
	std::shared_ptr<void> owner(new int(4), [](void *p) { std::printf("deleted %d\n", *static_cast<int *>(p)); delete static_cast<int *>(p); });
	std::shared_ptr<const char> alias(owner, "alias");
	owner.reset();
	std::printf("%s ", alias.get());
	alias.reset();
	static int tries;
	std::set_new_handler([] { if (++tries == 3) std::set_new_handler(nullptr); });
	std::printf("%d\n", new (std::nothrow) char[10] != nullptr);
	std::array<std::byte, 1024> room;
	std::pmr::monotonic_buffer_resource pool(room.data(), room.size(), std::pmr::null_memory_resource());
	std::pmr::vector<std::pmr::string> names(&pool);
	try {
		for (int i = 0; i < 100; i++)
			names.emplace_back("a string that does not fit into a short one");
	} catch (const std::bad_alloc &) {
		std::printf("full %d\n", names.size() > 3);
	}
	std::pmr::unsynchronized_pool_resource reused;
	std::pmr::vector<int> many({1, 2, 3}, &reused);
	std::printf("%d\n", many.get_allocator().resource() == &reused);
	void *place = room.data();
	std::size_t space = room.size();
	std::align(64, 10, place, space);
	std::printf("%d\n", int(reinterpret_cast<std::uintptr_t>(place) % 64));
}
