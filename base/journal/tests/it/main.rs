//! The journal from the outside, on both engines.

#![cfg(test)]

mod chain;
mod crash;
mod epoch;
mod help;
mod readers;
