//! The scenarios that are the same for every kind, one function each, by file.
#pragma once

#include "kind.hpp"

/// Entry points, versions, `ServiceEntry`, QueryInterface.
std::vector<Scenario> entry_scenarios();
/// How a session can end, and objects that are held over it.
std::vector<Scenario> ending_scenarios();
/// Failures of MAPI's, one call at a time.
std::vector<Scenario> failure_scenarios();
/// Several threads.
std::vector<Scenario> thread_scenarios();
/// Loads and unloads.
std::vector<Scenario> unload_scenarios();
