//! Logging on: what is asked for (`request.rs`), what a failure brings (`policy.rs`), one logon
//! call (`attempt.rs`, `call.rs`), the provider object that it goes to (`initialization.rs`), and
//! `ServiceEntry` with what it is given (`service_entry.rs`, `provider_admin.rs`).

mod attempt;
mod call;
mod initialization;
mod policy;
mod provider_admin;
mod request;
mod service_entry;

pub(crate) use initialization::Initialization;
pub(crate) use policy::LogonPolicy;
pub(crate) use request::OpenRequest;
pub(crate) use service_entry::{ServiceCall, ServiceCalls};
