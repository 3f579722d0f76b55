//! Panics of an author's code: caught, and told as text. What becomes of the logon then is decided
//! in `call.rs`.

use crate::sync::{depth, lock};
use provider_abi::error::{Code, Error};
use std::any::Any;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::{Mutex, Once};

/// Runs an author's code. A panic becomes its message; its payload is dropped, however that panics.
#[inline]
pub(crate) fn catch_panic<R>(run: impl FnOnce() -> R) -> Result<R, String> {
    let mut run = Some(run);
    let mut done = None;
    let panic = panic_of(&mut || done = run.take().map(|run| run()));
    done.ok_or_else(|| panic.unwrap_or_default())
}

/// An author's code: a closure. `dyn FnMut` would have a second copy of each in its vtable, for
/// being called once.
pub(crate) trait Attempt {
    fn run(&mut self);
}

impl<F: FnMut()> Attempt for F {
    #[inline]
    fn run(&mut self) {
        self();
    }
}

/// The message of the panic that an author's code ends with, if it does. One function for all
/// code: what is compiled once a closure adds up.
#[inline(never)]
fn panic_of(attempt: &mut dyn Attempt) -> Option<String> {
    catch_unwind(AssertUnwindSafe(|| attempt.run())).err().map(text_of)
}

/// The text of a panic; its payload is dropped, however that panics.
#[cold]
#[inline(never)]
pub(crate) fn text_of(payload: Box<dyn Any + Send>) -> String {
    let text = message(&*payload);
    let text = match take_place() {
        Some(place) => format!("{text} at {place}"),
        None => text,
    };
    discard(payload);
    text
}

/// Runs an author's code that may fail. A panic is a failure too, also one in the Drop of an
/// error's source.
pub(crate) fn catch_panic_as_error<R>(run: impl FnOnce() -> Result<R, Error>) -> Result<R, Error> {
    let done = catch_panic(|| run().map_err(Error::without_source));
    done.unwrap_or_else(|panic| Err(Error::new(Code::CALL_FAILED, panic)))
}

/// Drops a payload. It is an author's value: its Drop may panic too, with another payload.
fn discard(mut payload: Box<dyn Any + Send>) {
    /// Nobody goes further than this but on purpose; then the last one leaks.
    const PATIENCE: usize = 8;
    for _ in 0..PATIENCE {
        match catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            Ok(()) => return,
            Err(again) => payload = again,
        }
        let _ = take_place();
    }
    std::mem::forget(payload);
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("(no message)"))
}

/// Where the panics under way began, by thread; bounded, because an author may catch his own and
/// never ask.
static PLACES: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());
const MOST_PLACES: usize = 64;

/// `export!`'s panic hook: keeps the place and prints nothing.
///
/// The standard hook prints a backtrace, which leaves megabytes at each load of the library.
pub(crate) fn keep_places() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(keep_place)));
}

fn keep_place(info: &PanicHookInfo<'_>) {
    let Some(place) = info.location() else { return };
    let thread = depth::thread();
    let mut places = lock(&PLACES);
    places.retain(|(other, _)| *other != thread);
    if places.len() < MOST_PLACES {
        places.push((thread, place.to_string()));
    }
}

fn take_place() -> Option<String> {
    let thread = depth::thread();
    let mut places = lock(&PLACES);
    let at = places.iter().position(|(other, _)| *other == thread)?;
    Some(places.swap_remove(at).1)
}
