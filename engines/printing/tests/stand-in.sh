#!/bin/sh
# Runs the file `script` beside the link by which it was started. Checked in, because a program that was only just
# written cannot be started while another thread of the tests forks.
PATH=/usr/bin:/bin
cd "$(dirname "$0")" || exit 1
. ./script
