//! `IMAPIClientShutdown`. Made by `tests/abi/write.py`.

use super::code::Code;
use super::i_unknown::IUnknownVtbl;
use crate::param::This;

/// The methods of `IMAPIClientShutdown`, in slot order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct IMAPIClientShutdownVtbl {
    /// `IUnknown`, from slot 0.
    pub unknown: IUnknownVtbl,
    /// `IMAPIClientShutdown::QueryFastShutdown`, slot 3: `()`.
    pub query_fast_shutdown: unsafe extern "system" fn(This) -> Code,
    /// `IMAPIClientShutdown::NotifyProcessShutdown`, slot 4: `()`.
    pub notify_process_shutdown: unsafe extern "system" fn(This) -> Code,
    /// `IMAPIClientShutdown::DoFastShutdown`, slot 5: `()`.
    pub do_fast_shutdown: unsafe extern "system" fn(This) -> Code,
}
