//! What a method is called with: anything that its caller may pass, however odd. What is read is in
//! `inputs.rs` and `values.rs`, what is written in `outputs.rs`. Counts are honest, and memory is
//! exactly as long as they say, so that an address sanitizer sees who reads past it.

mod inputs;
mod outputs;
mod values;

use crate::face::Face;
use crate::world::{Held, World, trace};
use outputs::Output;
use provider_runtime::prelude::*;
use provider_runtime::session::LentMessage;
use std::any::Any;
use std::sync::Arc;
use support::raw::Memory;

/// The arguments of one call. They stay until it has returned and was settled.
pub struct Arguments<'w> {
    world: &'w Arc<World>,
    memory: Memory,
    kept: Vec<Box<dyn Any>>,
    objects: Vec<Held>,
    messages: Vec<LentMessage>,
    outputs: Vec<Output>,
    /// The bytes whose length was the argument before.
    bytes: (*const u8, u32),
}

impl<'w> Arguments<'w> {
    /// No argument yet.
    #[must_use]
    pub fn new(world: &'w Arc<World>) -> Self {
        let bytes = (std::ptr::null(), 0);
        Self {
            world,
            memory: world.memory(),
            kept: Vec::new(),
            objects: Vec::new(),
            messages: Vec::new(),
            outputs: Vec::new(),
            bytes,
        }
    }

    /// Says which method is called, and with how many outputs.
    pub fn called(&self, face: Face, method: &str) {
        trace(|| format!("{face:?} {method}"));
    }

    /// Takes what the call gave: objects into the pool, memory back to MAPI. After a failure there
    /// is nothing (MEM-3).
    pub fn settle(self, face: Face, code: Code) {
        trace(|| format!("{face:?} answers {code:?}"));
        for output in &self.outputs {
            if let Some(fault) = output.settle(self.world, self.memory, code) {
                self.world.fault(format!("{face:?} answers {code:?}: {fault}"));
            }
        }
        drop(self.objects);
        for message in self.messages {
            let left = message.close().left;
            if left > 0 {
                self.world.fault(format!("{face:?} answers {code:?}, and keeps {left} references on a message"));
            }
        }
    }
}
