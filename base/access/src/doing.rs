//! Who asks for a change, and by which request the question came.

use std::borrow::Borrow;

use kernel::{BdTime, Result, World};

use crate::{Access, Action, Actor, Resource};

/// Who does something, when, and by what right: the first argument of every verb after the database.
#[derive(Clone, Copy)]
pub struct Doing<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// The policies.
    pub access: &'a Access,
    /// The clock, ids and randomness.
    pub world: &'a World,
    /// The id of the web request, for the journal's lines; none for commands.
    pub request: Option<&'a str>,
}

impl<'a> Doing<'a> {
    /// By no request of the web: a command does it.
    pub fn new(actor: &'a Actor, access: &'a Access, world: &'a World) -> Self {
        Self {
            actor,
            access,
            world,
            request: None,
        }
    }

    /// The moment.
    pub fn now(&self) -> BdTime {
        self.world.now()
    }

    /// Whether the actor may do `action` on something at `on`.
    ///
    /// # Errors
    /// Not found outside the actor's scope, denied within.
    pub fn may(&self, action: Action, on: impl Borrow<Resource>) -> Result<()> {
        self.access.may(self.actor, action, on)
    }

    /// The same for a closure that outlives its caller.
    pub(crate) fn kept(&self) -> Kept {
        Kept {
            actor: self.actor.clone(),
            access: self.access.clone(),
            world: self.world.clone(),
            request: self.request.map(str::to_owned),
        }
    }
}

/// A [`Doing`] that owns what it names.
pub(crate) struct Kept {
    actor: Actor,
    access: Access,
    world: World,
    request: Option<String>,
}

impl Kept {
    pub(crate) fn doing(&self) -> Doing<'_> {
        Doing {
            actor: &self.actor,
            access: &self.access,
            world: &self.world,
            request: self.request.as_deref(),
        }
    }
}
