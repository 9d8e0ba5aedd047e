// SPDX-License-Identifier: MIT
// How jemalloc behaves in our programs; it reads this text when it starts. Memory goes back to the system within a
// second, and threads share few arenas, so that what a sync needs for a while does not stay.

extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0,narenas:4";
}
