//! Messages inside messages, as deep as anybody can make them (ATT-6): none costs a stack.

use crate::author::{Data, Part};
use crate::calls::MessageCalls;
use crate::setup::{Setup, code, entry};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::sync::Arc;

const NEW: u32 = MAPI_CREATE | MAPI_MODIFY;

#[test]
fn the_thirty_third_message_inside_messages_is_refused() {
    const DEPTH: usize = 40;
    let setup = Setup::new();
    let outermost = setup.open(&setup.message("first"));
    let mut objects = vec![outermost.clone()];
    let mut attachments = Vec::new();
    let mut refused = None;
    for depth in 1..=DEPTH {
        let (_, attachment) = objects.last().unwrap().create_attachment().unwrap();
        match attachment.embedded(NEW) {
            Ok(inner) => objects.push(inner),
            Err(error) => {
                refused = Some((depth, error.code()));
                break;
            }
        }
        attachments.push(attachment);
    }
    assert_eq!(refused, Some((33, Code::NO_SUPPORT)));
    while let Some(inner) = objects.pop() {
        inner.save(0).unwrap();
        drop(inner);
        attachments.pop().into_iter().for_each(|attachment| attachment.save(0).unwrap());
    }
    assert_eq!(setup.database.data().parts.len(), 33);
    drop(outermost);
    setup.end();
}

/// A message with so many inside each other, as another program has stored it.
fn nest(data: &mut Data, message: u64, depth: usize) {
    let mut part = data.messages[&message].part;
    for _ in 0..depth {
        let inner = data.fresh();
        let mut own = Part::clone(&data.parts[&part]);
        let attached = own.attachments.entry(0).or_default();
        attached.inner = Some(inner);
        attached.values.set(Property::new(tags::ATTACH_METHOD, ATTACH_EMBEDDED_MSG));
        data.parts.insert(part, Arc::new(own));
        data.parts.insert(inner, Arc::default());
        part = inner;
    }
}

#[test]
fn two_thousand_messages_inside_each_other_open_on_a_small_stack() {
    const DEPTH: usize = 2000;
    for flags in [0, MAPI_MODIFY] {
        let small = std::thread::Builder::new().stack_size(256 << 10).spawn(move || {
            let setup = Setup::new();
            let message = setup.message("first");
            setup.database.edit(|data| {
                let key = *data.messages.keys().next().unwrap();
                nest(data, key, DEPTH);
            });
            let mut inner = MessageCalls(setup.store().open(Some(&message), flags).unwrap());
            let outermost = inner.clone();
            let mut held = Vec::new();
            for _ in 0..DEPTH {
                let attachment = inner.open_attachment(0, flags).unwrap();
                let next = attachment.embedded(flags).unwrap();
                held.push((attachment, std::mem::replace(&mut inner, next)));
            }
            assert_eq!(code(inner.open_attachment(0, flags).map(|_| ())), Code::NOT_FOUND);
            if flags == MAPI_MODIFY {
                inner.put(tags::SUBJECT, "innermost").unwrap();
                inner.save(0).unwrap();
                for (attachment, outer) in held.iter().rev() {
                    attachment.save(0).unwrap();
                    if outer.raw() != outermost.raw() {
                        outer.save(0).unwrap();
                    }
                }
                outermost.save(0).unwrap();
                let data = setup.database.data();
                assert_eq!(data.parts.values().filter(|part| part.values.get(tags::SUBJECT).is_ok()).count(), 2);
            }
            // The outermost goes first, and with it nothing recurses.
            drop((outermost, held, inner));
            assert_eq!(setup.root().delete_messages(&[&message], None, 0), Code::OK);
            assert!(setup.database.data().parts.is_empty());
            setup.end();
        });
        small.unwrap().join().unwrap();
    }
}

#[test]
fn a_message_with_too_many_inside_each_other_is_not_copied_within_its_store() {
    let setup = Setup::new();
    let message = setup.message("first");
    setup.database.edit(|data| {
        let key = *data.messages.keys().next().unwrap();
        nest(data, key, 40);
    });
    let folder = setup.folder("f");
    assert_eq!(setup.root().copy_messages(&[&message], None, &folder, None, 0), Code::NO_SUPPORT);
    assert_eq!(setup.database.data().messages.len(), 1);
    let _ = entry(&folder);
    drop(folder);
    setup.end();
}
