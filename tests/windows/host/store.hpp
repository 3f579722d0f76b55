//! The store's part of the scenarios.
#pragma once

#include "kind.hpp"

/// How a store can be closed (section 4.4).
std::vector<Scenario> store_endings();
