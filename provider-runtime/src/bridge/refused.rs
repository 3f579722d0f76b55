//! Slots with nothing behind them (ERR-2): one generic method for each number of parameters.

use crate::abi::code::Code;
use crate::abi::param::This;
use crate::com::class::object;
use crate::com::object::{Object, Role};
use crate::error::Error;
use crate::provider::StoreProvider;
use std::marker::PhantomData;

/// Names the object whose slot it is.
pub(crate) struct Of<P, R>(PhantomData<(P, R)>);

/// A method type that has a refusal for objects `O`.
pub(crate) trait Refusal<O> {
    /// The refusal.
    const METHOD: Self;
}

/// The refusal for a slot of `Object<P, R>`: `MAPI_E_NO_SUPPORT`, outputs as the caller left them (MEM-3).
pub(crate) const fn no_support<P: StoreProvider, R: Role<P>, F: Refusal<Of<P, R>>>() -> F {
    F::METHOD
}

fn refuse<P: StoreProvider, R: Role<P>>(this: &This) -> Code {
    object::<Object<P, R>, 0>(this).call(|_| Err(Error::from(Code::NO_SUPPORT)))
}

macro_rules! refusals {
    ($(($($parameter:ident),*))+) => { $(
        impl<P: StoreProvider, R: Role<P>, $($parameter),*> Refusal<Of<P, R>>
            for unsafe extern "system" fn(This, $($parameter),*) -> Code
        {
            const METHOD: Self = {
                unsafe extern "system" fn method<P: StoreProvider, R: Role<P>, $($parameter),*>(
                    this: This,
                    $(_: $parameter),*
                ) -> Code {
                    refuse::<P, R>(&this)
                }
                method::<P, R, $($parameter),*>
            };
        }
    )+ };
}
refusals! {
    () (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G)
    (A, B, C, D, E, F, G, H) (A, B, C, D, E, F, G, H, I)
}
