//! `IMAPIClientShutdown`: its methods as a class has them, and the vtable that leads to them. Made
//! by `tests/abi/write.py`.
#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]

use crate::param::This;
use crate::shapes::code::Code;

use crate::class::{Class, Receiver, unknown};
use crate::shapes::imapi_client_shutdown::IMAPIClientShutdownVtbl;

/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] =
    &["QueryInterface", "AddRef", "Release", "QueryFastShutdown", "NotifyProcessShutdown", "DoFastShutdown"];

/// The methods of `IMAPIClientShutdown`. What a class does not have is refused (ERR-2).
pub trait IMAPIClientShutdown: Class {
    /// `IMAPIClientShutdown::QueryFastShutdown`
    fn query_fast_shutdown(this: Receiver<'_, Self>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIClientShutdown::NotifyProcessShutdown`
    fn notify_process_shutdown(this: Receiver<'_, Self>) -> Code {
        Self::refuse(this)
    }

    /// `IMAPIClientShutdown::DoFastShutdown`
    fn do_fast_shutdown(this: Receiver<'_, Self>) -> Code {
        Self::refuse(this)
    }
}

/// The vtable of a class that has `IMAPIClientShutdown` as its interface number SLOT.
pub const fn vtable<C: IMAPIClientShutdown, const SLOT: usize>() -> IMAPIClientShutdownVtbl {
    IMAPIClientShutdownVtbl {
        unknown: unknown::<C, SLOT>(),
        query_fast_shutdown: query_fast_shutdown::<C, SLOT>,
        notify_process_shutdown: notify_process_shutdown::<C, SLOT>,
        do_fast_shutdown: do_fast_shutdown::<C, SLOT>,
    }
}

unsafe extern "system" fn query_fast_shutdown<C: IMAPIClientShutdown, const SLOT: usize>(this: This) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::query_fast_shutdown(this)
}

unsafe extern "system" fn notify_process_shutdown<C: IMAPIClientShutdown, const SLOT: usize>(this: This) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::notify_process_shutdown(this)
}

unsafe extern "system" fn do_fast_shutdown<C: IMAPIClientShutdown, const SLOT: usize>(this: This) -> Code {
    // SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.
    let this = unsafe { Receiver::new::<SLOT>(this) };
    C::do_fast_shutdown(this)
}
