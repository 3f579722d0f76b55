//! What a `#[teardown(with = …)]` function is, as traits whose messages speak of fields. What runs
//! it is `teardown.rs`.
//!
//! One trait over `FnOnce(T) -> R` could not do it: rustc reports a mismatched argument of a
//! function in its own words. So the argument `A` and the result `R` are read off the function
//! first ([`Function`]), and then judged ([`Takes`], [`Returns`]). `Self` is the function in all
//! three, because rustc points at the argument whose type is `Self`: the author's path.

use std::fmt::Display;

/// A function of one argument.
#[diagnostic::on_unimplemented(
    message = "`with` takes the path of a safe function, which this is not",
    label = "not a safe function of one argument",
    note = "a teardown function takes its field by value"
)]
pub trait Function<A, R> {
    /// Calls it.
    fn call(self, argument: A) -> R;
}

#[diagnostic::do_not_recommend]
impl<A, R, F: FnOnce(A) -> R> Function<A, R> for F {
    fn call(self, argument: A) -> R {
        self(argument)
    }
}

/// A function whose argument `A` is the field's type `T`.
#[diagnostic::on_unimplemented(
    message = "this function takes `{A}`, but its field is `{T}`",
    label = "takes `{A}`, not `{T}`",
    note = "a teardown function takes its field by value"
)]
pub trait Takes<T, A> {
    /// The field as the argument that it is.
    fn argument(field: T) -> A;
}

#[diagnostic::do_not_recommend]
impl<F, T: Is<A>, A> Takes<T, A> for F {
    fn argument(field: T) -> A {
        field.same()
    }
}

/// Type equality. Needed: with `impl<F, T> Takes<T, T> for F` rustc would conclude `A = T` before
/// it looks at the function.
pub trait Is<A> {
    /// Itself.
    fn same(self) -> A;
}

impl<T> Is<T> for T {
    fn same(self) -> T {
        self
    }
}

/// A function whose result is an [`Outcome`].
#[diagnostic::on_unimplemented(
    message = "a teardown function returns `()` or `Result<(), E>`, not `{R}`",
    label = "returns `{R}`",
    note = "`E` is any error that implements `Display`"
)]
pub trait Returns<R> {
    /// What went wrong, in words.
    fn fault(returned: R) -> Option<String>;
}

#[diagnostic::do_not_recommend]
impl<F, R: Outcome> Returns<R> for F {
    fn fault(returned: R) -> Option<String> {
        returned.fault()
    }
}

/// What a teardown function may return.
pub trait Outcome {
    /// What went wrong, in words.
    fn fault(self) -> Option<String>;
}

impl Outcome for () {
    fn fault(self) -> Option<String> {
        None
    }
}

impl<E: Display> Outcome for Result<(), E> {
    fn fault(self) -> Option<String> {
        self.err().map(|error| error.to_string())
    }
}
