/* The one processor instruction that Swift has no name for. */
#ifndef NIGHTCLOSE_CPREFETCH_H
#define NIGHTCLOSE_CPREFETCH_H

/* Asks for the cache line at an address and goes on at once. A hint: it reads nothing that the program
   sees, and an address that is none does no harm. Inlined into the Swift caller. */
static inline void nightclose_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
