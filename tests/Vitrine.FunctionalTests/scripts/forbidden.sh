# Ways to run id(1), each of which a policy that denies it must see through. Prints a line for each that worked.
try() { local name=$1; shift; "$@" 2>/dev/null </dev/null | grep -q uid= && echo "ran: $name"; }
try plain id
try path /usr/bin/id
try shell sh -c id
try "shell in a shell" bash -c 'sh -c "id -u; id"'
try "list in a shell" bash -c 'true && (id)'
try environment env A=b id
try timeout timeout 5 id
try find find . -maxdepth 0 -exec id ';'
try xargs sh -c 'echo | xargs id'
try variable bash -c 'x=i; "${x}d"'
ln -s /usr/bin/id link && try link ./link
printf '#!/usr/bin/id\n' >script && chmod +x script && try "first line" ./script
echo id >text && try "text file" bash text
try interpreter python3 -c 'import os; os.execv("/usr/bin/id", ["harmless"])'
echo over
