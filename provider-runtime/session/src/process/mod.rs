//! What belongs to the process, and not to one session: the allocators, the libraries that are
//! loaded, panics on their way through a provider, objects after their last Release, and the faults
//! that tests plan.

mod faults;
pub(crate) mod guarded;
mod libraries;
mod malloc;
mod memory;
mod module;
mod panics;
mod quarantine;

pub use memory::Memory;
pub use module::Module;

pub(crate) use faults::Faults;
pub(crate) use libraries::{LibrarySession, LibraryUser, Loading, Loads};
pub(crate) use malloc::MallocObject;
pub(crate) use memory::free_of;
pub(crate) use panics::{hold_back_panics, resume_panic};
pub(crate) use quarantine::{InterfaceNames, LentObject, Loan, OwnReference, Quarantine, release_last};
