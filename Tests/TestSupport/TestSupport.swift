// Scratch databases, goldens and seeds.
