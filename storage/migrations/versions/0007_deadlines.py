"""When an approved report was followed up, and by whom

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("report", sa.Column("followed_by", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("report", "followed_by")
    op.drop_column("report", "followed_at")
