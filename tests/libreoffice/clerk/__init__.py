"""A clerk who never tires: random, seeded work in a live Calc, every figure judged after it."""
