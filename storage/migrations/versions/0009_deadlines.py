"""When an approved report was followed up, and by whom

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("report", sa.Column("followed_by", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("report", "followed_by")
    op.drop_column("report", "followed_at")
