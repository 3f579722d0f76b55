//! The binary interface: shapes only, that is vtables, structs, entry points, codes, flags, tags
//! and identifiers.
//!
//! Made by `tests/abi/write.py` from the tables beside that script. Behaviour does not live here:
//! nothing in this folder calls a method or reads through a pointer, and of the crate it uses the
//! types of arguments alone.

pub mod code;
pub mod entry;
pub mod flag;
pub mod guid;
pub mod i_unknown;
pub mod iab_container;
pub mod iab_logon;
pub mod iab_provider;
pub mod iaddr_book;
pub mod iattach;
pub mod iid;
pub mod imalloc;
pub mod imapi_advise_sink;
pub mod imapi_client_shutdown;
pub mod imapi_container;
pub mod imapi_folder;
pub mod imapi_progress;
pub mod imapi_prop;
pub mod imapi_provider_shutdown;
pub mod imapi_session;
pub mod imapi_status;
pub mod imapi_support;
pub mod imapi_table;
pub mod imessage;
pub mod ims_logon;
pub mod ims_provider;
pub mod imsg_service_admin;
pub mod imsg_store;
pub mod iprof_sect;
pub mod iprovider_admin;
pub mod istream;
pub mod ixp_logon;
pub mod ixp_provider;
pub mod provider_log;
pub mod structs;
pub mod tag;
pub mod tags;

mod codes;
mod layout;
mod layout_checks;

pub use crate::param;
