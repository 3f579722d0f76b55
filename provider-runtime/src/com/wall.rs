//! The wall against panics: an author's code runs behind it, and a panic comes out as words. What becomes of the logon
//! then is decided in `border.rs`.

use crate::sync::{depth, lock};
use provider_abi::error::{Code, Error};
use std::any::Any;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::{Mutex, Once};

/// Runs an author's code; a panic becomes its message, and its payload can do no more harm.
pub(crate) fn stop<R>(run: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(caught)
}

/// The words of a panic. Apart from what catches it, of which there is one for each kind of closure.
#[cold]
#[inline(never)]
fn caught(payload: Box<dyn Any + Send>) -> String {
    let text = words(&*payload);
    let text = match take_place() {
        Some(place) => format!("{text} at {place}"),
        None => text,
    };
    discard(payload);
    text
}

/// Runs an author's code that may fail: a panic is a failure too, and the error's source has its Drop behind the wall.
pub(crate) fn settled<R>(run: impl FnOnce() -> Result<R, Error>) -> Result<R, Error> {
    stop(|| run().map_err(Error::settled)).unwrap_or_else(|words| Err(Error::new(Code::CALL_FAILED, words)))
}

/// A payload is an author's value: its Drop may panic too, with another payload, so each runs behind the same wall.
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

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("(no message)"))
}

/// Where the panics under way began, by thread; bounded, because an author may catch his own and never ask.
static PLACES: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());
const MOST_PLACES: usize = 64;

/// `export!`'s panic hook: keeps the place and prints nothing.
///
/// The standard hook prints a backtrace, which leaves megabytes behind at each load of the library.
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
