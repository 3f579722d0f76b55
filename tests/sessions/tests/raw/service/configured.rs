//! The store that the tests of `../service.rs` configure.

use provider_runtime::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Its setting: the name of a server.
pub const SERVER: PropTag = PropTag(0x6601_001F);

type Body = Rc<dyn Fn(&ServiceContext<'_, Configured>) -> Result<()>>;
std::thread_local! {
    static BODY: RefCell<Option<Body>> = const { RefCell::new(None) };
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

/// A store that is there to be configured: as each test says, else as its own rules are.
#[mapi_provider(
    kind = "store",
    name = "Configured with a name far too long",
    uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be005"
)]
pub struct Configured;

impl StoreProvider for Configured {
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        ASKED.set(ASKED.get() + 1);
        let body = BODY.with_borrow(Clone::clone);
        body.map_or_else(|| complete(service), |body| body(service))
    }
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        Err(Code::NOT_FOUND.into())
    }
}

/// Writes what is given, then needs a server.
fn complete(service: &ServiceContext<'_, Configured>) -> Result<()> {
    let section = service.section(Access::Write)?;
    if !service.properties().is_empty() {
        section.set(service.properties())?;
    }
    match section.text(SERVER)? {
        Some(_) => Ok(()),
        None => Err(Error::new(Code::UNCONFIGURED, "no sérver is set")),
    }
}

/// What `configure` does on this thread from now on.
pub fn on_configure(body: impl Fn(&ServiceContext<'_, Configured>) -> Result<()> + 'static) {
    BODY.set(Some(Rc::new(body)));
}

/// How often it was asked on this thread.
pub fn asked() -> usize {
    ASKED.get()
}
