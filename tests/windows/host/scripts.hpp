//! What real clients do with a provider, call by call: section 11 of docs/rules/contents.md.
#pragma once

#include "mapi.hpp"

/// S-A to S-G, on an open store. Throws `Failed` at the first answer that would stop such a client.
void run_store_scripts(IMsgStore *store);

/// S-H, on a logon of an address book.
void run_book_script(IABLogon *logon);
