// SPDX-License-Identifier: MIT
// The one file that holds Boost.Test itself; the others include its declarations only.
#define BOOST_TEST_MODULE samebill
#include <boost/test/included/unit_test.hpp>
