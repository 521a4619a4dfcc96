module data-frost/images/stand-in

go 1.26.0
