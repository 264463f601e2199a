// SPDX-License-Identifier: MIT
// The parts of the server and of the command line that need neither sockets nor files.
#define BOOST_TEST_MODULE samebill_shell
#include <boost/test/included/unit_test.hpp>
