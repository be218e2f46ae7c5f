# A small repository in DIRECTORY: one file, one commit.
cd "$1" && git init -q -b main . && echo "hello" >README.md && git add . &&
    git -c user.name=Test -c user.email=test@example.invalid commit -q -m first
