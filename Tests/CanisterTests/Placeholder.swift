// CanisterTests
