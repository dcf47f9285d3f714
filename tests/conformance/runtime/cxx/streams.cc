/* What goes through streams, in both directions, and how errors show. */
#include <cstdio>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

struct Point { int x, y; };
static std::ostream &operator<<(std::ostream &out, const Point &p) { return out << '(' << p.x << ',' << p.y << ')'; }
static std::istream &operator>>(std::istream &in, Point &p)
{
	char open, comma, close;
	return in >> open >> p.x >> comma >> p.y >> close;
}

template <class T> static void parse(const char *text)
{
	std::istringstream in(text);
	T value{};
	in >> value;
	std::string rest;
	bool failed = in.fail(), ended = in.eof();
	in.clear();
	std::getline(in, rest);
	std::cout << '[' << text << "] " << failed << ended << ' ' << std::setprecision(17) << value << " <" << rest << ">\n";
}

int main()
{
	std::ios::sync_with_stdio(false);
	std::cout << std::boolalpha << true << ' ' << std::noboolalpha << true << '\n';
	for (auto base : {std::dec, std::oct, std::hex})
		std::cout << base << std::showbase << 255 << ' ' << -1L << ' ' << std::uppercase << 48879u << std::nouppercase << std::noshowbase << '\n';
	std::cout << std::dec;
	const double values[] = {0, -0.0, 1, 0.1, 123456789.125, 1e-5, 1e300, std::numeric_limits<double>::denorm_min(),
				 std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::quiet_NaN()};
	for (double value : values) {
		std::cout << value << ' ' << std::fixed << std::setprecision(3) << value << ' ' << std::scientific << value << ' '
			  << std::hexfloat << value << ' ' << std::defaultfloat << std::setprecision(17) << value << ' ' << std::showpoint
			  << std::setprecision(6) << value << std::noshowpoint << '\n';
		std::cout << static_cast<float>(value) << '|' << std::showpos << std::setw(14) << std::setfill('*') << std::internal << value << '|'
			  << std::left << std::setw(14) << value << '|' << std::right << std::setw(14) << value << std::noshowpos << std::setfill(' ') << "|\n";
	}
	for (int precision : {0, 1, 6, 20, 40})
		std::cout << std::setprecision(precision) << 2.0 / 3 << ' ' << std::fixed << 2.5L << ' ' << std::scientific << 1.0L / 1024 << std::defaultfloat << '\n';
	std::cout << std::setprecision(6) << std::quoted("a \"b\" \\c") << ' ' << Point{3, -4} << ' ' << 'c' << ' ' << (signed char)'d' << ' ' << u8"utf" << '\n';
	for (const char *text : {"12", "-12x", "+7", "0x1f", "010", "99999999999999999999", "", "x", " 5 6", "1,5"}) {
		parse<int>(text);
		parse<unsigned long>(text);
		parse<std::string>(text);
	}
	for (const char *text : {"1.5", "-.5e1", "1e", "1.5.5", "+3.25e-2z"})
		parse<double>(text), parse<float>(text), parse<long double>(text);
	parse<char>("ab");
	parse<short>("70000");
	parse<bool>("1");
	std::istringstream points("(1,2) (3,4) 5");
	std::vector<Point> read{std::istream_iterator<Point>(points), {}};
	std::cout << read.size() << ' ' << read.back() << ' ' << points.fail() << '\n';
	int octal, hex, automatic;
	std::istringstream("17 ff 0x10") >> std::oct >> octal >> std::hex >> hex >> std::setbase(0) >> automatic;
	std::cout << octal << ' ' << hex << ' ' << automatic << '\n';
	{
		std::ofstream out("streams.txt");
		for (int i = 0; i < 1000; i++)
			out << i << "\tline " << std::string(i % 50, 'x') << '\n';
	}
	std::fstream file("streams.txt", std::ios::in | std::ios::out | std::ios::binary | std::ios::ate);
	std::cout << file.tellg() << ' ';
	file.seekp(10).write("OVER", 4);
	file.seekg(5);
	std::string line, last;
	int lines = 0;
	while (std::getline(file, line))
		lines++, last = line.substr(0, 8);
	std::cout << lines << ' ' << last << ' ' << file.eof() << '\n';
	std::ifstream again("streams.txt");
	again.ignore(std::numeric_limits<std::streamsize>::max(), '\n').ignore(1);
	again.unget();
	std::cout << static_cast<char>(again.peek()) << again.get() << again.putback('1').get() << ' ' << again.gcount() << '\n';
	std::stringbuf buffer;
	std::streambuf *screen = std::cout.rdbuf(&buffer);
	std::cout << "kept";
	std::cout.rdbuf(screen);
	std::cout << buffer.str().size() << ' ' << std::ifstream("no/such/file").fail() << '\n';
	std::istringstream strict("x");
	strict.exceptions(std::ios::failbit);
	try {
		int n;
		strict >> n;
	} catch (const std::ios_base::failure &error) {
		std::cout << "failure " << (error.code() == std::io_errc::stream) << '\n';
	}
	std::clog << "clog" << std::endl;
	std::wcerr << L"wcerr" << std::endl;
	std::remove("streams.txt");
	std::cout << std::flush;
	std::wstringstream wide;
	wide << L"w\u00e9" << 42 << L' ' << std::setw(5) << 1.5;
	std::cout << wide.str().size() << '\n';
	std::printf("mixed\n");
}
