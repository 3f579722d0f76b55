//! What belongs to the process, and not to one session: the allocators, the libraries that are
//! loaded, and panics on their way through a provider; and the faults that tests plan.

mod faults;
mod libraries;
mod malloc;
mod memory;
mod module;
mod panics;

pub use memory::Memory;
pub use module::Module;

pub(crate) use faults::Faults;
pub(crate) use libraries::{Borrower, Loading, Loads, Tenant};
pub(crate) use malloc::MallocObject;
pub(crate) use memory::free_of;
pub(crate) use panics::{hold_back_panics, resume_panic};
