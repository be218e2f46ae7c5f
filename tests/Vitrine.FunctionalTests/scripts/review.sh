# In the box, in a git repository, with --review: ordinary work, and what a hostile agent would add to it.
git config user.name Agent; git config user.email agent@example.invalid
echo more >>README.md && git commit -q -a -m second
git checkout -q -b feature && printf 'one\ntwo\n' >new.txt && git add new.txt && git commit -q -m third
rm old.txt && mkdir -p dir && mv moved.txt dir/moved.txt && chmod 755 tool.sh && rm -r tree && mkdir tree && echo fresh >tree/fresh
printf '#!/bin/sh\ntouch %s/owned\n' "$PWD" >.git/hooks/post-checkout && chmod 4777 .git/hooks/post-checkout
git config core.fsmonitor "touch $PWD/owned"; git config alias.log "!touch $PWD/owned"
echo 'echo from envrc' >.envrc; mkdir -p deep/.vscode && echo '{}' >deep/.vscode/tasks.json
ln -s /etc/passwd leak; mkfifo pipe; mkdir closed && echo in >closed/f && chmod 0 closed
printf 'x' >"$(printf 'new\nline\033[31m\377')"
# Ways to the layers, and to marks that only overlayfs may set.
for path in /.vitrine/layers-0/upper /.vitrine/layers-0/work "/proc/1/root$PWD/../../state" /proc/1/root/.vitrine/layers-0/upper; do [ -e "$path" ] && echo "reached $path"; done
umount "$PWD" 2>/dev/null && echo "unmounted"
python3 -c 'import os,sys
for name in ("user.overlay.opaque","user.overlay.whiteout","user.overlay.redirect"):
    for path in ("marked", "marked/kept"):
        try:
            os.setxattr(path, name, b"y") # Newer kernels take it, and keep it under a name that means nothing to them.
        except OSError: pass
try:
    os.mknod("white", 0o020000, 0); print("made a whiteout")
except OSError: pass'
exit 0
