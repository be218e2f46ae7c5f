# In the box, in a git repository: what git would execute or obey later cannot be changed, and git works.
for target in .git/hooks/pre-commit .git/hooks/pre-commit.sample .git/config; do
    echo '#!/bin/sh' >>$target && echo "changed $target"
done
mv .git/hooks .git/moved && echo "moved the hooks"
rm -rf .git/hooks && echo "removed the hooks"
mv .git .moved && echo "moved .git"
git config core.fsmonitor /tmp/x && echo "configured git"
git config --file .git/config core.pager /tmp/x && echo "configured git by its file"
echo more >>README.md
git -c user.name=Agent -c user.email=agent@example.invalid commit -q -a -m second && git log --format=%s
mkdir -p .vscode .git/worktrees && echo '{}' >.vscode/tasks.json && echo 'echo from envrc' >.envrc && ln -s /etc/passwd .mcp.json
