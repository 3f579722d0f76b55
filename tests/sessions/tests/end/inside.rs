//! Ends that begin inside a call, a step or a call out; threads that race an end (THR-*, SUPREL-5,
//! STORELOGOFF-15).

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Object, Options, Session, Sink, Store};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use support::{KEPT, Script, open, root, session_of};

/// An author's method tells the client something; the client's sink, inside the call, releases the
/// store.
#[test]
fn a_sink_that_releases_the_store_inside_an_authors_call_leaves_it_a_live_store() {
    let script = Script::new();
    let session = script.session_with(Options::new().deliver_inside()).unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let held = Arc::new(Mutex::new(None::<Store>));
    let released = Arc::clone(&held);
    let inside = Arc::clone(&script);
    let sink = Sink::new(move |_| {
        if let Some(store) = released.lock().unwrap().take() {
            inside.say(format!("released {}", store.release()));
        }
    });
    store.advise(None, fnevObjectModified, &sink).unwrap();
    *held.lock().unwrap() = Some(store);
    let told = Arc::clone(&script);
    script.on("get", move |of| {
        of.unwrap().support().notify(&Event::modified(&1_u32, ObjectKind::Message))?;
        // The call goes on with a live provider: its end comes when this call is out.
        of.unwrap().support().set_status(Status::Offline)?;
        assert_eq!(told.count("end"), 0);
        told.say("went on");
        Ok(())
    });
    assert_eq!(folder.get(KEPT).unwrap(), "kept".into());
    let said = script.said();
    let at = |what: &str| said.iter().position(|said| said == what).unwrap_or_else(|| panic!("{what}: {said:?}"));
    assert!(at("released 0") < at("went on") && at("went on") < at("before_logoff") && at("before_logoff") < at("end"));
    assert_eq!(folder.get(KEPT).unwrap_err().code(), Code::INVALID_OBJECT);
    drop(folder);
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// T-92: MAPI re-enters the provider from inside each of its calls out.
#[test]
fn the_host_may_re_enter_from_inside_a_call_out() {
    for event in ["sup.row+", "sup.row~", "sup.notify", "sup.slt", "sup.uid+", "sup.release"] {
        let script = Script::new();
        let session = Arc::new(script.session().unwrap());
        script.on("before_logoff", |of| of.unwrap().support().set_status(Status::Offline));
        script.on("get", |of| of.unwrap().support().notify(&Event::created(&1_u32, ObjectKind::Message)));
        let again = Arc::downgrade(&session);
        let ran = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&ran);
        session.by_hand().inside(event, move || {
            if let Some(session) = again.upgrade() {
                session.logoff(); // every logon, Shutdown and Release, from inside
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        if let Ok(store) = open(&session)
            && let Ok(folder) = root(&store)
        {
            let _ = folder.get(KEPT);
        }
        let report = session.logoff();
        assert_eq!(ran.load(Ordering::SeqCst), 1, "{event}");
        // A session that is ended inside a logon call cannot wait for that logon's own end.
        let faults = report.faults();
        assert!(faults.is_empty(), "{event}: {faults:?}\n{}", report.tree());
        assert_eq!(script.count("logon"), script.count("end"), "{event}");
        assert_eq!(session.memory().live(), 0, "{event}");
    }
}

/// A step of the author's that ends its own logon again.
#[test]
fn a_step_that_logs_off_its_own_logon_again_does_nothing() {
    let script = Script::new();
    let session = Arc::new(script.session().unwrap());
    let store = open(&session).unwrap();
    let again = Arc::downgrade(&session);
    script.on("before_logoff", move |_| {
        if let Some(session) = again.upgrade() {
            session.by_hand().release_logons();
            session.by_hand().shut_down();
        }
        Ok(())
    });
    assert_eq!(store.release(), 0);
    assert_eq!(script.count("end"), 1);
    session.logoff();
}

/// A long call on one thread, a logoff on another: the author is asked to return, and does.
#[test]
fn a_long_call_is_interrupted_by_a_logoff_from_another_thread() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let (inside, is_inside) = mpsc::channel();
    let (stop, stopped) = mpsc::channel();
    let stop = Mutex::new(stop);
    let stopped = Mutex::new(stopped);
    let told = Arc::clone(&script);
    script.on("get", move |_| {
        inside.send(()).unwrap();
        stopped.lock().unwrap().recv().unwrap();
        told.say("let go");
        Ok(())
    });
    script.on("interrupt", move |_| {
        stop.lock().unwrap().send(()).unwrap();
        Ok(())
    });
    std::thread::scope(|threads| {
        let call = threads.spawn(|| folder.get(KEPT));
        is_inside.recv().unwrap();
        assert_eq!(session.logoff().faults(), [""; 0]);
        assert_eq!(call.join().unwrap().unwrap(), "kept".into());
    });
    let said = script.said();
    let at = |what: &str| said.iter().position(|said| said == what).unwrap_or_else(|| panic!("{what}: {said:?}"));
    assert!(at("interrupt") < at("let go") && at("let go") < at("before_logoff"));
}

/// T-59
#[test]
fn a_release_and_a_logoff_race_a_thousand_times_and_there_is_one_close() {
    for round in 0..1000 {
        let script = Script::new();
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        let start = Barrier::new(2);
        std::thread::scope(|threads| {
            threads.spawn(|| {
                start.wait();
                assert_eq!(store.release(), 0);
            });
            threads.spawn(|| {
                start.wait();
                session.logoff();
            });
        });
        let report = session.report();
        assert_eq!(report.faults(), [""; 0], "round {round}\n{}", report.tree());
        assert_eq!(script.count("end"), 1, "round {round}");
    }
}

#[test]
fn two_hundred_logoffs_under_eight_threads() {
    for round in 0..200_usize {
        let script = Script::new();
        let session = script.session().unwrap();
        let store = open(&session).unwrap();
        let start = Barrier::new(9);
        let stop = AtomicBool::new(false);
        std::thread::scope(|threads| {
            for _ in 0..8 {
                let mine = store.another();
                let start = &start;
                let stop = &stop;
                threads.spawn(move || {
                    start.wait();
                    while !stop.load(Ordering::SeqCst) {
                        let opened: Result<Object> = root(&mine);
                        match opened {
                            Ok(folder) => drop((folder.get(KEPT), folder.contents(0))),
                            Err(error) => assert_eq!(error.code(), Code::INVALID_OBJECT),
                        }
                    }
                    drop(mine);
                });
            }
            start.wait();
            for _ in 0..round % 7 {
                std::thread::yield_now();
            }
            let report = session.logoff();
            stop.store(true, Ordering::SeqCst);
            assert_eq!(report.faults(), [""; 0], "round {round}");
        });
        assert_eq!(store.release(), 0, "round {round}");
        assert_eq!(script.count("end"), 1);
        let opened = script.count("open");
        let dropped = script.count("drop");
        assert_eq!(opened, dropped, "round {round}");
        assert_eq!(session.memory().live(), 0, "round {round}");
    }
}

/// NOTIF-8, NOTIF-2: the object's own subscribers and the store's.
#[test]
fn events_reach_those_who_subscribed_to_the_object_and_to_the_store() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let folder = root(&store).unwrap();
    let entry = {
        let uid = store.get(tags::MDB_PROVIDER).unwrap();
        [&[0; 4], uid.as_binary().unwrap(), &7_u32.to_le_bytes()[..]].concat()
    };
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = |name: &'static str| {
        let told = Arc::clone(&told);
        Sink::new(move |notice| told.lock().unwrap().push((name, notice.event, notice.entry.clone())))
    };
    store.advise(Some(&entry), fnevObjectModified | fnevNewMail, &sink("object")).unwrap();
    store.advise(None, fnevObjectModified, &sink("store")).unwrap();
    script.on("get", |of| {
        let support = of.unwrap().support();
        support.notify(&Event::modified(&7_u32, ObjectKind::Message).in_folder(&0_u32))?;
        support.notify(&Event::new_mail(&7_u32))?;
        support.notify(&Event::deleted(&7_u32, ObjectKind::Message))
    });
    folder.get(KEPT).unwrap();
    let all = [
        ("object", fnevObjectModified, entry.clone()),
        ("store", fnevObjectModified, entry.clone()),
        ("object", fnevNewMail, entry),
    ];
    assert_eq!(*told.lock().unwrap(), all);
    drop((folder, store));
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// T-48, NOTIF-7: queued, and delivered when the call that caused them has returned; or inside it,
/// the other reading.
#[test]
fn a_notification_comes_when_the_call_that_caused_it_has_returned() {
    for (options, order) in [
        (Options::new(), ["the call goes on", "told", "after the call"]),
        (Options::new().deliver_inside(), ["told", "the call goes on", "after the call"]),
    ] {
        let script = Script::new();
        let session = script.session_with(options).unwrap();
        let store = open(&session).unwrap();
        let folder = root(&store).unwrap();
        let telling = Arc::clone(&script);
        let calling = Arc::clone(&script);
        let sink = Sink::new(move |_| telling.say("told"));
        store.advise(None, fnevObjectModified, &sink).unwrap();
        script.on("get", move |of| {
            of.unwrap().support().notify(&Event::modified(&1_u32, ObjectKind::Message))?;
            calling.say("the call goes on");
            Ok(())
        });
        folder.get(KEPT).unwrap();
        script.say("after the call");
        let said: Vec<_> = script.said().into_iter().filter(|said| order.contains(&said.as_str())).collect();
        assert_eq!(said, order);
        drop((folder, store));
        assert_eq!(session.logoff().faults(), [""; 0]);
    }
}

/// NOTIF-7: what a thread of the provider's sent waits for the next call, or for a client that
/// delivers.
#[test]
fn what_another_thread_sent_waits_until_it_is_delivered() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    let sink = Sink::new(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    store.advise(None, fnevObjectModified, &sink).unwrap();
    let kept = Arc::new(Mutex::new(None));
    let put = Arc::clone(&kept);
    script.on("open", move |of| {
        *put.lock().unwrap() = Some(of.unwrap().support().clone());
        Ok(())
    });
    drop(root(&store).unwrap());
    let support: Support<support::Scripted> = kept.lock().unwrap().take().unwrap();
    let event = Event::modified(&1_u32, ObjectKind::Message);
    std::thread::spawn(move || support.notify(&event).unwrap()).join().unwrap();
    assert_eq!(told.load(Ordering::SeqCst), 0);
    session.deliver();
    assert_eq!(told.load(Ordering::SeqCst), 1);
}

/// The support handle keeps nothing alive and says so when the session is over.
#[test]
fn a_support_handle_outlives_its_logon_and_answers_end_of_session() {
    let script = Script::new();
    let session: Session = script.session().unwrap();
    let kept = Arc::new(Mutex::new(None));
    let put = Arc::clone(&kept);
    script.on("open", move |of| {
        *put.lock().unwrap() = Some(of.unwrap().support().clone());
        Ok(())
    });
    let store = open(&session).unwrap();
    root(&store).unwrap();
    let support = kept.lock().unwrap().take().unwrap();
    assert!(!support.has_ended() && support.set_status(Status::Available).is_ok());
    drop(store);
    assert!(support.has_ended());
    for refused in [support.set_status(Status::Offline), support.new_uid().map(drop), support.ready_to_send()] {
        assert_eq!(refused.unwrap_err().code(), Code::END_OF_SESSION);
    }
    script.on("open", |_| Ok(()));
    assert_eq!(session.logoff().faults(), [""; 0]);
}

/// XPLOGON-7: the arrays are freed before the call has returned, so it gives none.
#[test]
fn address_types_inside_which_their_logon_ends_are_refused() {
    let script = Script::new();
    let session = Arc::new(session_of([script.post("Post")], Options::new()).unwrap());
    let again = Arc::downgrade(&session);
    script.handles(move || {
        drop(again.upgrade().map(|session| session.logoff()));
        AddressTypes::of(["SMTP"])
    });
    let _ = session.mail().run();
    let report = session.logoff();
    let asked = report.events().iter().filter(|event| event.name() == "xp.address_types");
    assert_eq!(asked.map(|event| event.code).collect::<Vec<_>>(), [Some(Code::INVALID_OBJECT)], "{}", report.tree());
    assert_eq!((report.faults(), script.count("end")), (Vec::new(), 1));
}
