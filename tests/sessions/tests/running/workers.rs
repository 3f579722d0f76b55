//! An author's threads: MAPI initialised for them, stopped and joined at the end, never by
//! themselves (THR-3, THR-7).

use provider_runtime::abi::flag::fnevObjectModified;
use provider_runtime::prelude::*;
use provider_runtime::session::{OpenStore, Options, Party, Session, Sink, Store};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

/// A store with a worker that says what it is told to.
#[mapi_provider(kind = "store", name = "Working", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be006")]
pub struct Working {
    worker: Worker,
    orders: Mutex<mpsc::Sender<Order>>,
}

enum Order {
    Notify,
    Panic,
}

static ENDED: Mutex<Vec<&str>> = Mutex::new(Vec::new());
/// A worker has said how it ended.
static SAID: Condvar = Condvar::new();
/// Tests of one static at a time.
static TURN: Mutex<()> = Mutex::new(());

impl StoreProvider for Working {
    fn logon(logon: &LogonContext<'_, Self>) -> Result<Self> {
        let (orders, taken) = mpsc::channel();
        let worker = Worker::start("worker", logon.support(), move |stop, support| {
            loop {
                let stopping = stop.wait(Duration::from_secs(60));
                for order in taken.try_iter() {
                    match order {
                        Order::Notify => drop(support.notify(&Event::modified(&1_u32, ObjectKind::Message))),
                        Order::Panic => panic!("in a worker"),
                    }
                }
                if stopping {
                    break;
                }
            }
            let told = if support.has_ended() { "after the session" } else { "inside the session" };
            ENDED.lock().unwrap().push(told);
            SAID.notify_all();
        })?;
        Ok(Self { worker, orders: Mutex::new(orders) })
    }
    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        let order = if entry.is_none() { Order::Notify } else { Order::Panic };
        self.orders.lock().unwrap().send(order).unwrap();
        self.worker.wake();
        Err(Code::NOT_FOUND.into())
    }
}

fn working() -> (Session, Store) {
    // A worker's notification comes on its own thread: that is what these tests are about.
    let options = Options::new().deliver_inside().no_mail();
    let session = Session::start_with(provider_runtime::store_entry::<Working>(), options).unwrap();
    let store = session.open_store(&OpenStore::new()).unwrap();
    (session, store)
}

fn count(session: &Session, name: &str) -> usize {
    session.events().iter().filter(|event| event.name() == name).count()
}

/// THR-3, T-70 in the orderly path
#[test]
fn a_worker_has_mapi_for_itself_and_is_joined_while_the_session_still_answers() {
    let _turn = TURN.lock();
    ENDED.lock().unwrap().clear();
    let (session, store) = working();
    assert_eq!(store.release(), 0);
    assert_eq!(*ENDED.lock().unwrap(), ["inside the session"]);
    assert_eq!((count(&session, "mapi.init"), count(&session, "mapi.uninit")), (1, 1));
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// T-70
#[test]
fn a_provider_released_without_shutdown_joins_its_threads() {
    let _turn = TURN.lock();
    ENDED.lock().unwrap().clear();
    let (session, store) = working();
    session.by_hand().release_provider();
    assert_eq!(*ENDED.lock().unwrap(), ["inside the session"]);
    assert_eq!(count(&session, "mapi.uninit"), 1);
    drop(store);
    assert_eq!(session.logoff().faults_of(Party::Provider), [""; 0]);
}

#[test]
fn a_worker_that_panics_is_reported_and_costs_nothing_else() {
    let _turn = TURN.lock();
    let (session, store) = working();
    assert_eq!(store.open(Some(&panic_order(&store)), 0).unwrap_err().code(), Code::NOT_FOUND);
    drop(store);
    let report = session.logoff();
    let told = report.events().iter().filter(|event| event.name() == "word.error");
    let told: Vec<_> = told.map(|event| event.detail().split(" at ").next().unwrap().to_owned()).collect();
    assert_eq!(told, ["a worker panicked: in a worker"]);
    assert_eq!(report.faults(), [""; 0]);
}

fn panic_order(store: &Store) -> Vec<u8> {
    let uid = store.get(tags::MDB_PROVIDER).unwrap();
    [&[0; 4], uid.as_binary().unwrap(), b"panic"].concat()
}

/// THR-7: the end comes to run on the worker's own thread; `Shutdown` joins it.
#[test]
fn an_end_that_runs_on_the_workers_own_thread_leaves_the_join_to_shutdown() {
    let _turn = TURN.lock();
    ENDED.lock().unwrap().clear();
    let (session, store) = working();
    let held = Arc::new(Mutex::new(None::<Store>));
    let (released, is_released) = mpsc::channel();
    let taken = Arc::clone(&held);
    let released = Mutex::new(released);
    let sink = Sink::new(move |_| {
        let store = taken.lock().unwrap().take();
        if let Some(store) = store {
            released.lock().unwrap().send(store.release()).unwrap();
        }
    });
    store.advise(None, fnevObjectModified, &sink).unwrap();
    let order = store.another();
    *held.lock().unwrap() = Some(store);
    assert_eq!(order.open(None, 0).unwrap_err().code(), Code::NOT_FOUND);
    drop(order); // the last Release ends the store, here or on the worker
    is_released.recv().unwrap();
    let report = session.logoff();
    assert_eq!(ENDED.lock().unwrap().len(), 1); // joined
    assert_eq!(count(&session, "mapi.uninit"), 1);
    assert_eq!(report.faults(), [""; 0], "{}", report.tree());
}

/// THR-7: the end, `Shutdown` and the provider's last Release all come to run on the worker's own
/// thread.
#[test]
fn a_provider_that_ends_on_its_workers_own_thread_says_that_the_library_must_stay() {
    let _turn = TURN.lock();
    ENDED.lock().unwrap().clear();
    let (session, store) = working();
    let session = Arc::new(session);
    let (ended, has_ended) = mpsc::channel();
    let ended = Mutex::new(ended);
    let held = Mutex::new(Some(Arc::clone(&session)));
    let (returned, has_returned) = mpsc::channel();
    let has_returned = Mutex::new(has_returned);
    let sink = Sink::new(move |_| {
        if let Some(session) = held.lock().unwrap().take() {
            // Else the end would be left to the client's call, and come to run on its thread.
            has_returned.lock().unwrap().recv().unwrap();
            session.logoff();
            drop(session);
            ended.lock().unwrap().send(()).unwrap();
        }
    });
    store.advise(None, fnevObjectModified, &sink).unwrap();
    assert_eq!(store.open(None, 0).unwrap_err().code(), Code::NOT_FOUND);
    returned.send(()).unwrap();
    has_ended.recv().unwrap();
    let report = session.report();
    let told = report.events().iter().filter(|event| event.name() == "word.error");
    let told: Vec<_> = told.map(|event| event.detail()).collect();
    assert_eq!(told, ["the provider ends inside 1 of its own threads: the library must stay"], "{}", report.tree());
    drop(store);
    // Nobody joins this one: it is waited for, so that it does not speak into the next test.
    drop(SAID.wait_while(ENDED.lock().unwrap(), |ended| ended.is_empty()).unwrap());
}
