//! Slots with nothing behind them, for each number of parameters.

use super::thing::Thing;
use provider_runtime::abi::param::This;
use provider_runtime::prelude::*;

/// A method type that has a refusal.
pub trait Refusal {
    const METHOD: Self;
}

macro_rules! refusals {
    ($(($($parameter:ident)*))+) => { $(
        impl<$($parameter),*> Refusal for unsafe extern "system" fn(This, $($parameter),*) -> Code {
            const METHOD: Self = {
                unsafe extern "system" fn method<$($parameter),*>(this: This, $(_: $parameter),*) -> Code {
                    Thing::of(&this).answers(|_| Code::NO_SUPPORT)
                }
                method::<$($parameter),*>
            };
        }
    )+ };
}
refusals! {
    () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) (A B C D E F G H I)
}

/// The refusal for a slot.
pub const fn none<F: Refusal>() -> F {
    F::METHOD
}
