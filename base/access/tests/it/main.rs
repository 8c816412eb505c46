//! Access from the outside, on both engines.

#![cfg(test)]

mod house;
mod keeping;
mod logins;
mod words;
