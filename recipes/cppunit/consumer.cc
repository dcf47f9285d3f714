#include <cppunit/TestFailure.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/extensions/HelperMacros.h>
#include <cppunit/plugin/TestPlugIn.h>
#include <cppunit/ui/text/TestRunner.h>

#include <iostream>
#include <stdexcept>
#include <typeinfo>

class Sample : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(Sample);
  CPPUNIT_TEST(passes);
  CPPUNIT_TEST(fails);
  CPPUNIT_TEST_EXCEPTION(throws, std::out_of_range);
  CPPUNIT_TEST_SUITE_END();

 public:
  void passes() { CPPUNIT_ASSERT_DOUBLES_EQUAL(1.0, 1.0 + 1e-9, 1e-6); }
  void fails() { CPPUNIT_ASSERT_EQUAL(std::string("one"), std::string("two")); }
  void throws() { throw std::out_of_range("caught by its type in the library"); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(Sample);

#ifdef PLUG_IN
CPPUNIT_PLUGIN_IMPLEMENT();
#else
int main() {
  CppUnit::TextUi::TestRunner runner;
  runner.addTest(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
  if (runner.run("", false)) return 1;
  const CppUnit::TestResultCollector& result = runner.result();
  std::cout << typeid(*result.failures().front()->thrownException()).name() << '\n';
  return result.runTests() == 3 && result.testFailures() == 1 && !result.testErrors() ? 0 : 2;
}
#endif
