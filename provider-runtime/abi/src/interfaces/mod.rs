//! The interfaces as traits: a class implements the methods that it has, and gets the vtable that
//! leads to them.
//!
//! Made by `tests/abi/write.py` from the tables beside that script, but for COM's own and ours.
//! Each method here takes raw arguments apart as far as their types alone say how, and calls the
//! trait's. What a method does is the class's.

pub mod iab_container;
pub mod iab_logon;
pub mod iab_provider;
pub mod iaddr_book;
pub mod iattach;
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
