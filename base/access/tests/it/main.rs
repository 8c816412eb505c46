//! Access from the outside, on both engines.

#![cfg(test)]

mod clients;
mod house;
mod keeping;
mod logins;
mod words;
