"""What must survive: cut power, killed servers, full disks, databases that go away."""
