/* Order of construction and destruction of what lives as long as the program.

   flags: -std=c++20 */
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

struct Named {
	const char *name;
	Named(const char *name) : name(name) { std::printf("+%s ", name); }
	~Named() { std::printf("-%s ", name); }
};
static Named last("last");
static Named early __attribute__((init_priority(200)))("early");
static Named earlier __attribute__((init_priority(150)))("earlier");
template <class T> struct Templated { static int member; };
template <class T> int Templated<T>::member = std::string("six").size() + 3;
inline int shared_inline = std::string("seven").size() + 2;
constinit static int constant = 5;
static int dynamic = std::string("four").size();

static Named &local(bool fails)
{
	static int tries = 0;
	static Named value = [&]() -> const char * { if (++tries == 1 && fails) throw tries; return "local"; }();
	return value;
}
__attribute__((constructor(300))) static void before() { std::printf("constructor "); }
__attribute__((destructor(300))) static void after() { std::printf("destructor\n"); }

int main()
{
	std::printf("main %d %d %d %d ", constant, dynamic, Templated<int>::member, shared_inline);
	try {
		local(true);
	} catch (int n) {
		std::printf("failed%d ", n);
	}
	std::thread([] { thread_local Named own("thread"); (void)own; local(true); }).join();
	thread_local Named mine("mine");
	(void)mine;
	std::atexit([] { std::printf("atexit "); });
	std::at_quick_exit([] { std::printf("never "); });
	static Named late("late");
	std::exit(3);
}
