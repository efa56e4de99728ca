"""How a message of ours looks: words and buttons as plain values, drawn when it is sent."""
