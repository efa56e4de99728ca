"""An index on the moment and the place of what is reported, for similar reports

Revision: 0005, after 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_report_nearby", "report", ["happened_at", "region", "id"])


def downgrade() -> None:
    op.drop_index("ix_report_nearby", "report")
