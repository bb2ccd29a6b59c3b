"""What developers of Kabar use and publishers never see."""
