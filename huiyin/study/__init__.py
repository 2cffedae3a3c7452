"""Study: sessions with who attended, each person's archive, hours done and due, materials handed out and read."""
