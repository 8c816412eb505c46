#![cfg(test)]
//! The program from outside: the real `alor` on both databases, asked over HTTP and at its command line, killed,
//! cut off from its database, tampered with, and asked by people who may not.
//!
//! One binary, so that the demonstration which every test copies is made once for each engine.

mod at_once;
mod bring_in;
mod bucket;
mod clerk;
mod client;
mod command_line;
mod crash;
mod documents;
mod garbage;
mod house;
mod operation;
mod outage;
mod received;
mod routes;
mod samples;
mod sources;
mod staged;
mod table;
mod tamper;
mod texts;
