/* Numbers to text and back in all the ways there are, limits, and complex arithmetic.

   flags: -std=c++17 */
#include <charconv>
#include <cmath>
#include <complex>
#include <cstdio>
#include <iomanip>
#include <iostream>
#include <limits>
#include <numeric>
#include <random>
#include <ratio>
#include <sstream>
#include <string>
#include <valarray>

template <class T> static void limits(const char *name)
{
	using L = std::numeric_limits<T>;
	std::cout << name << ' ' << sizeof(T) << alignof(T) << ' ' << L::digits << ' ' << L::digits10 << ' ' << L::max_digits10 << ' ' << L::min_exponent << ' ' << L::max_exponent << ' '
		  << L::min_exponent10 << ' ' << L::max_exponent10 << ' ' << L::is_signed << L::is_integer << L::is_exact << L::has_infinity << L::has_quiet_NaN << L::is_iec559 << L::is_bounded
		  << L::is_modulo << ' ' << std::setprecision(36) << +L::max() << ' ' << +L::min() << ' ' << +L::lowest() << ' ' << +L::epsilon() << ' '
		  << +L::denorm_min() << ' ' << +L::round_error() << '\n';
}

template <class T> static void convert(std::initializer_list<T> values)
{
	for (T value : values) {
		char text[600];
		auto end = std::to_chars(text, text + sizeof text, value).ptr;
		T back{};
		std::from_chars(text, end, back);
		std::cout << std::string(text, end) << ' ' << (back == value || value != value) << ' ' << std::to_string(value) << '\n';
	}
}

template <class T> static void complex_numbers()
{
	/* Not known while compiling: these are the results at run time. */
	volatile T inf = std::numeric_limits<T>::infinity(), three = 3, half = T(0.5);
	const std::complex<T> a(three, -4), b(half, T(2)), c(inf, 1);
	std::cout << std::setprecision(std::numeric_limits<T>::digits10 - 1) << a + b << a - b << a * b << a / b << a * c << b / c << std::norm(a) << std::abs(a) << std::conj(a) << std::proj(c) << -a << (a == b) << '\n';
	std::cout << std::setprecision(5) << std::exp(b) << std::log(a) << std::sqrt(a) << std::pow(a, b) << std::sin(a) << std::tanh(b) << std::acos(b) << std::polar(T(2), T(1)) << std::arg(a) << '\n';
	std::complex<T> read;
	std::istringstream("(1.5,-2)") >> read;
	std::cout << read << '\n';
}

int main()
{
	limits<bool>("bool"), limits<char>("char"), limits<signed char>("schar"), limits<short>("short"), limits<unsigned short>("ushort"), limits<int>("int"), limits<unsigned>("uint");
	limits<long>("long"), limits<unsigned long>("ulong"), limits<long long>("llong"), limits<wchar_t>("wchar_t"), limits<float>("float"), limits<double>("double"), limits<long double>("ldouble");
	convert<int>({0, -1, std::numeric_limits<int>::min()});
	convert<unsigned long>({0, std::numeric_limits<unsigned long>::max()});
	convert<float>({0.1f, 1e10f, -3.5f, 1e-40f, std::numeric_limits<float>::max()});
	convert<double>({0.1, 1e23, 5e-324, -0.0, 1.0 / 3, 1e15, 123456789012345680.0, std::numeric_limits<double>::infinity()});
	char text[64];
	for (auto format : {std::chars_format::fixed, std::chars_format::scientific, std::chars_format::hex, std::chars_format::general})
		for (double value : {0.15625, 1e22, 12345.678})
			std::cout << std::string(text, std::to_chars(text, text + 64, value, format).ptr) << ' ' << std::string(text, std::to_chars(text, text + 64, value, format, 3).ptr) << ' ';
	std::cout << '\n' << std::string(text, std::to_chars(text, text + 64, 255, 36).ptr) << ' ' << static_cast<int>(std::to_chars(text, text + 1, 255).ec == std::errc::value_too_large) << '\n';
	std::size_t used = 0;
	std::cout << std::stod("1.25e3x", &used) << used << std::stold("0x1.8p3", &used) << used << std::stoul("ff", &used, 16) << std::stoll("-077", nullptr, 0) << std::stof("1e-3") << '\n';
	complex_numbers<float>(), complex_numbers<double>(), complex_numbers<long double>();
	std::cout << std::setprecision(12) << std::hypot(3.0, 4.0) << std::fma(2.0, 3.0, 4.0) << std::cbrt(27.0) << std::lgamma(5.5) << std::remainder(7.0, 4.0) << std::ilogb(1000.0) << std::nearbyint(2.5)
		  << std::lrint(3.5L) << std::fpclassify(1e-310) << std::signbit(-0.0) << std::isnan(std::nan("")) << std::nextafter(1.0f, 2.0f) << std::hypot(1.0, 2.0, 2.0) << '\n';
	std::cout << std::gcd(48, 36) << std::lcm(4, 6) << std::ratio_multiply<std::ratio<2, 3>, std::ratio<9, 4>>::num << '\n';
	std::mt19937_64 engine(42);
	std::minstd_rand small(7);
	std::ranlux24 lux(1);
	engine.discard(1000);
	std::ostringstream state;
	state << small;
	std::cout << engine() << ' ' << small() << ' ' << lux() << ' ' << state.str() << ' ' << std::mt19937(5489)() << ' ' << (std::random_device()() != std::random_device()()) << '\n';
	std::valarray<double> array{1, 2, 3, 4};
	std::cout << (array * array)[std::slice(0, 2, 2)].sum() << std::valarray<double>(std::sqrt(array)).max() << '\n';
}
