/* Without type information and without exceptions: virtual calls, containers, and `new` that fails.

   flags: -fno-rtti -fno-exceptions -std=c++14 */
#include <cstdio>
#include <memory>
#include <new>
#include <string>
#include <vector>

#if defined(__GXX_RTTI) || defined(__cpp_rtti) || defined(__EXCEPTIONS) || defined(__cpp_exceptions)
#error "still there"
#endif

struct Shape { virtual ~Shape() = default; virtual double area() const = 0; };
struct Square : Shape { double side; explicit Square(double side) : side(side) {} double area() const override { return side * side; } };
struct Circle : Shape { double area() const override { return 3; } };

int main()
{
	std::vector<std::unique_ptr<Shape>> shapes;
	shapes.push_back(std::make_unique<Square>(1.5));
	shapes.push_back(std::make_unique<Circle>());
	double sum = 0;
	for (const auto &shape : shapes)
		sum += shape->area();
	std::printf("%g %s %ld\n", sum, std::to_string(sum).c_str(), __cplusplus);
	volatile std::size_t size = ~std::size_t(0) / 4;
	char *volatile block = new (std::nothrow) char[size];
	std::printf("%d\n", block == nullptr);
}
