//! Slots with nothing behind them (ERR-2): one generic method for each number of parameters. Which slots those are is said
//! in the vtables.
#![allow(unsafe_code, reason = "a refusal has the signature of a COM method")]

use crate::shapes::code::Code;
use crate::shapes::param::This;
use std::marker::PhantomData;

/// An object that can refuse a call.
pub trait Refuser {
    /// Its answer: `MAPI_E_NO_SUPPORT`, or what is wrong with the object itself.
    fn refuse(this: &This) -> Code;
}

/// A method type that has a refusal for objects `O`.
pub trait Refusal<O> {
    /// The refusal.
    const METHOD: Self;
}

/// Names the object whose slot it is.
pub struct Of<O>(PhantomData<O>);

/// The refusal for a slot of `O`: outputs stay as the caller left them (MEM-3).
pub const fn no_support<O: Refuser, F: Refusal<Of<O>>>() -> F {
    F::METHOD
}

macro_rules! refusals {
    ($(($($parameter:ident),*))+) => { $(
        impl<O: Refuser, $($parameter),*> Refusal<Of<O>> for unsafe extern "system" fn(This, $($parameter),*) -> Code {
            const METHOD: Self = {
                unsafe extern "system" fn method<O: Refuser, $($parameter),*>(this: This, $(_: $parameter),*) -> Code {
                    O::refuse(&this)
                }
                method::<O, $($parameter),*>
            };
        }
    )+ };
}
refusals! {
    () (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G)
    (A, B, C, D, E, F, G, H) (A, B, C, D, E, F, G, H, I) (A, B, C, D, E, F, G, H, I, J)
    (A, B, C, D, E, F, G, H, I, J, K) (A, B, C, D, E, F, G, H, I, J, K, L)
}
