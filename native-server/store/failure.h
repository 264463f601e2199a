// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace samebill::store {

// The store cannot be opened; the text is a sentence for the operator.
struct Unusable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Nothing was written: the disk has less room than the floor, or none. Reading goes on.
struct Full : std::runtime_error {
    Full() : std::runtime_error("the disk of the data folder is full") {}
};

// A statement broke a constraint of the schema; the transaction is undone.
struct Constraint : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// What is stored is not what was: found where it is read.
struct Damaged : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A fault of ours, such as SQL that does not compile.
struct Fault : std::logic_error {
    using std::logic_error::logic_error;
};

}  // namespace samebill::store
