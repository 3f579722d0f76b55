//! Logs on to two providers of one program, and prints what each calls itself. The test that builds
//! it in every profile is in `tests/`.
#![forbid(unsafe_code)]

use empty_store::EmptyStore;
use linked::OtherStore;
use provider_runtime::abi::entry::MsProviderInit;
use provider_runtime::session::{OpenStore, Session};
use provider_runtime::{Result, store_entry, tags};

fn main() -> Result<()> {
    name_of(store_entry::<EmptyStore>())?;
    name_of(store_entry::<OtherStore>())
}

fn name_of(entry: MsProviderInit) -> Result<()> {
    let session = Session::start(entry)?;
    let store = session.open_store(&OpenStore::new())?;
    let name = store.get(tags::DISPLAY_NAME)?;
    println!("{}", name.as_text().unwrap_or_default());
    drop(store);
    for fault in session.logoff().faults() {
        println!("{fault}");
    }
    Ok(())
}
