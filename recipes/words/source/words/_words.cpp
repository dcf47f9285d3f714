#include <cctype>
#include <stdexcept>
#include <string>

#include <pybind11/pybind11.h>

static std::string shout(const std::string &text, int times)
{
	std::string result;

	if (times < 0)
		throw std::out_of_range("negative");
	for (; times; times--)
		for (unsigned char letter : text)
			result += static_cast<char>(std::toupper(letter));
	return result;
}

PYBIND11_MODULE(_words, module)
{
	module.def("shout", &shout);
	module.def("half", [](double number) { return number / 2; });
}
